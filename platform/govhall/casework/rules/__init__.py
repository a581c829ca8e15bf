"""The pure rules of a case: states, acts, clocks. Time is an argument."""
