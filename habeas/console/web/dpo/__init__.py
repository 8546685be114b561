"""The web door of the DPO, of support and of auditors: the inbox, a case, and every decision as a form."""
