"""What the program tells of itself: log lines, figures, traces. Pure, and without members' data.

Nothing searches for PHI here: there is no place into which any could be put. A log line is a fixed
sentence with numbers and ids; a figure's labels are routes and states; a trace's attributes are a
short list (45 CFR 164.312(a)(1), 164.502(b); OWASP ASVS 5.0 V16.2.5).
"""
