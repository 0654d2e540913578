//! One SQL text on SQLite and PostgreSQL: transactions, group commit, migrations.
