"""Two arms of a district stepped in a process of their own, orders given while they run, and what a page sees."""
