"""The report of a comparison: what it says (`compose`), as a page (`html`), and all that is written of it (`write`)."""
