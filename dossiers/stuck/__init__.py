"""What waits longer than its budget: causes, budgets, the list of them; docs/stuck.md. Repairs are an action."""
