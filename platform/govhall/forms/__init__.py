"""The form of a matter (申请表): its definition, the JSON Schema made from it, and the judge of answers."""
