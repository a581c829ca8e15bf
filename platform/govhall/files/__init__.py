"""Files of materials (材料): references, transfer between halls, uploads that wait for their case."""
