"""The rules of the work: generators of events and pure functions over records."""
