-- Miles to the nearest of some points, each [lat, lon]. NULL: no point, or a site without coordinates.
CREATE OR REPLACE TEMP MACRO miles_from(points, site_lat, site_lon) AS
    list_min(list_transform(points::DOUBLE[][], lambda p: haversine_miles(p[1], p[2], site_lat, site_lon)));
