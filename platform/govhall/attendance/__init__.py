"""请假、带班、在岗: who is away and who stands in, who leads today, which windows have nobody who may decide."""
