create table good (id int primary key);
