"""Mandates (代办委托): who may act for whom, in what, until when."""
