-- An administrator may rename their organization and move its clock; nothing else of it changes.
GRANT UPDATE (name, time_zone) ON organizations_organization TO chaperone_web;
