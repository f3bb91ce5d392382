-- Somebody to call in words: "Jane Roe, 555-0100, jane@example.org"; '' when nobody is named.
CREATE OR REPLACE TEMP MACRO contact_words(name, phone, email) AS
    concat_ws(', ', nullif(name, ''), nullif(phone, ''), nullif(email, ''));
