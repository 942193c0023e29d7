"""The LKE as an .xlsx of the ministry's form: in, out, and back in again."""
