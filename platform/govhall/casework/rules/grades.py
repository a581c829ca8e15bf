"""The five grades of a rating (好差评, GB/T 39046). Pure."""

GRADES = {1: '非常满意', 2: '满意', 3: '基本满意', 4: '不满意', 5: '非常不满意'}
