"""What a company calls the four things that every page speaks of. The mapping may name its own; what it leaves out is called so."""

#: our name of a thing → one of it, many of it
NOUNS = {
    "order": ("order", "orders"),
    "seller": ("seller", "sellers"),
    "partner": ("partner", "partners"),
    "customer": ("customer", "customers"),
}
