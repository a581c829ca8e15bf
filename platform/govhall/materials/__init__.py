"""Materials of matters (申请材料): where they come from, and what may stand for one that is not there. Pure."""
