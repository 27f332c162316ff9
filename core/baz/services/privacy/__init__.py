"""What an organisation keeps about somebody, for who asks (GDPR, article 15)."""
