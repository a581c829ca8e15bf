"""What people at a desk see: the case page with its acts and timeline, lists, search, money, registers."""
