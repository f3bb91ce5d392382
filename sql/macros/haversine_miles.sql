-- Great-circle distance in statute miles between two points in degrees (mean Earth radius 3958.8 miles).
CREATE OR REPLACE TEMP MACRO haversine_miles(lat1, lon1, lat2, lon2) AS
    2 * 3958.8 * asin(least(1.0, sqrt(
        pow(sin(radians(lat2 - lat1) / 2), 2)
        + cos(radians(lat1)) * cos(radians(lat2)) * pow(sin(radians(lon2 - lon1) / 2), 2)
    )));
