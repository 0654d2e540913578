-- What the nodes of this office talk under: a copy of the office gets another one and hears nothing of the first.
CREATE TABLE events_bus (
  one BIGINT PRIMARY KEY CHECK (one = 1),
  id BIGINT NOT NULL
);
