//! Reading and writing tables of people and records: CSV in real encodings, and xlsx.
