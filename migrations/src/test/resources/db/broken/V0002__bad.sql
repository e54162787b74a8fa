create table begun (id int primary key);
create table good (id int primary key);
