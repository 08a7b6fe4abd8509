"""What a Django developer writes in ten minutes: one INSERT, one SELECT. The product does not load this app."""
