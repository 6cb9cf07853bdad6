-- Pages that ask for the password of their post have a reason of their own.
update raw.rejections
set reason = 'protected'
where reason = 'not_the_article' and detail ilike '%asks for the password of a%';
