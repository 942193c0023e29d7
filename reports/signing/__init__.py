"""Signatures under issued papers: electronic ones by a certificate, and scans of what was signed on paper."""
