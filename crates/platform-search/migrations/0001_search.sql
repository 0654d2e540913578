-- What can be found: whose, where, when. The words are beside it, the text is nowhere.
CREATE TABLE search_docs (
  id BIGINT PRIMARY KEY,
  org_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  object_id BIGINT NOT NULL,
  scope BIGINT NOT NULL,
  ord BIGINT NOT NULL,
  author_id BIGINT,
  at BIGINT NOT NULL,
  facet TEXT NOT NULL
);
CREATE INDEX search_docs_scope ON search_docs (scope, id);
CREATE INDEX search_docs_facet ON search_docs (scope, facet, id);
CREATE INDEX search_docs_author ON search_docs (author_id, id);

-- Which way of cutting words the index was filled with; no row until it is being filled.
CREATE TABLE search_state (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  version BIGINT NOT NULL
);

-- @sqlite
-- Every character beyond ASCII is part of a word: the analyzer has cut already. "tags" holds scope and author, so that
-- a search within a chat meets only what is there. prefix='1' finds one Chinese character a hundred times faster, for
-- two fifths more room.
CREATE VIRTUAL TABLE search_words USING fts5(
  words, tags, content='', contentless_delete=1, prefix='1', tokenize='ascii'
);
-- @end
-- @pg
ALTER TABLE search_docs ADD COLUMN words tsvector NOT NULL;
CREATE INDEX search_docs_words ON search_docs USING gin (words);
-- @end
