-- What people were last told of an alert is kept by whoever tells them.
grant update (told_severity, told_score, told_entries) on detection_alert to chaperone_worker;
