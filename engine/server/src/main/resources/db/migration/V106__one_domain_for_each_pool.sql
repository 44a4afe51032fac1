create unique index user_pool_domain_pool on user_pool_domain (user_pool_id);
