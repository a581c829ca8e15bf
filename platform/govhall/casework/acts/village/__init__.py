"""What a village point does with a case of its own: 直办 closes a public service, 协办 records what it found.

A village committee is no organ and can be given no power of one (行政许可法 §22-24): it decides no licence. What it
closes is a public service (公共服务) that a grant in force lists as 直办, in the name of the organ of that grant.
"""
