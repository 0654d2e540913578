//! What tests share: databases of both engines, an in-process client, fixtures.
