-- Workers renew the blind indexes of surnames and homes, and remove them with a member's data.
grant update (address, vip, surname_index, household_index, area_index) on members_member to chaperone_worker;
