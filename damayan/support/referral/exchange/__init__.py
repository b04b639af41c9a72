"""Directories and referrals in the forms that others read: CSV, Open Referral HSDS, FHIR, PDF."""
