"""Habeas: people's requests about their personal data, carried out whole or not at all."""
