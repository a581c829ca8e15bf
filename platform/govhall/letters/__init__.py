"""Letters of authorisation (授权书) as papers: given with a scan, published, withdrawn with what hangs on them."""
