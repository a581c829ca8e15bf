"""Merging townships (撤乡并镇): a plan, a preview that changes nothing, and its applying hall by hall."""
