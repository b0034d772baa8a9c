"""Files as watches and apps export them, shortened, with invented runs."""

COLUMNS = ["start", "distance_km", "duration_min", "cadence_spm", "ascent_m", "source"]
STRAVA = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,"
    "Distance,Max Heart Rate,Commute,Elapsed Time,Moving Time,Distance,Elevation Gain,"
    "Average Cadence\n"
    '1,"Nov 3, 2025, 6:01:00 AM",Early,Run,"two\nlines",2800,10.00,150,false,2800,2700,10000.0,'
    "55,83.2\n"
    '2,"Nov 5, 2025, 6:01:00\u202fPM",To work,Ride,,2800,20.10,150,false,2800,2700,20100.0,55,\n'
    '3,"Nov 9, 2025, 12:30:00 PM",Long,Trail Run,,5800,14.00,150,false,5800,5400,14001.1,55,84\n'
)
GARMIN = (
    "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR,Avg Run Cadence,Total Ascent\n"
    'Running,2025-02-06 17:06:03,false,"Evening","5.48","447","00:31:24","153","153","215"\n'
    'Treadmill Running,2025-02-08 17:06:03,false,"Hall","15.48","1,447","01:31:24","153","--",'
    '"1,215"\n'
)


def csv(*rows: str, header: str = "date,distance_km") -> bytes:
    return "\n".join([header, *rows, ""]).encode()
