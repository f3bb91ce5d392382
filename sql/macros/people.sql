-- Everybody of a group of rows of contacts, in the order of the record, as "name, role, telephone, e-mail".
CREATE OR REPLACE TEMP MACRO people(name, role, phone, email, place) AS
    list(concat_ws(', ', nullif(name, ''), nullif(role, ''), nullif(phone, ''), nullif(email, '')) ORDER BY place);
