"""Pure: certificates and reports as tagged PDF (PDF/UA-1) in one house style."""
