"""What is applied for online (网上申报) until a window receives it; it is no case before the receipt."""
