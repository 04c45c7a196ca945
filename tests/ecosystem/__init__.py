"""Public repositories that use TF Hub: what hublint says of them, reviewed by people."""
