<?php
/* Changes a post's content, and so its modified date: php wordpress-touch.php SLUG CONTENT_FILE. Prints its address. */
require __DIR__ . '/wordpress-load.php';
if ($argc !== 3) { fwrite(STDERR, "usage: wordpress-touch.php SLUG CONTENT_FILE\n"); exit(2); }
$post = get_page_by_path($argv[1], OBJECT, 'post');
$content = file_get_contents($argv[2]);
if (!$post || $content === false) { fwrite(STDERR, "no such post or file\n"); exit(1); }
$id = wp_update_post(['ID' => $post->ID, 'post_content' => $content], true);
if (is_wp_error($id)) { fwrite(STDERR, $id->get_error_message() . "\n"); exit(1); }
echo get_permalink($id), "\n";
