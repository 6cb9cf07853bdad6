<?php
/* Deletes a post for good, so that a test leaves the site as it found it: php wordpress-delete.php SLUG */
require __DIR__ . '/wordpress-load.php';
if ($argc !== 2) { fwrite(STDERR, "usage: wordpress-delete.php SLUG\n"); exit(2); }
$post = get_page_by_path($argv[1], OBJECT, 'post');
if ($post) wp_delete_post($post->ID, true);
