"""The political centre's work: classes, who learns in them, attendance, results, certificates."""
