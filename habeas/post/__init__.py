"""The post: letters leave by SMTP (RFC 5321), and what became of them is said in the words of the domain."""
