# The second entry was for a demonstration in May and stayed.
admin_cidrs = ["198.51.100.0/24", "0.0.0.0/0"]
