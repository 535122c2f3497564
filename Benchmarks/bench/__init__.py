"""The benchmark: starts senders against a common far end, and weighs what each of them costs."""
