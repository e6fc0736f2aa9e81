"""The calendar: which days people work, go to school or leave town; when it is dark; what the weather is like."""
