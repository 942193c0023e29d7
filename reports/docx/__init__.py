"""Papers as Word documents: the structure of the PDF's HTML, written into a template that an institution can replace."""
