<?php
/* Posts one more article: php wordpress-post.php TITLE SLUG CATEGORY AUTHOR "YYYY-MM-DD HH:MM:SS" CONTENT_FILE
   CATEGORY and AUTHOR are slugs of the seed. A post of that slug is replaced. Prints its address. */
require __DIR__ . '/wordpress-load.php';
if ($argc !== 7) { fwrite(STDERR, "usage: wordpress-post.php TITLE SLUG CATEGORY AUTHOR DATE CONTENT_FILE\n"); exit(2); }
[, $title, $slug, $category, $author, $date, $file] = $argv;
$term = get_term_by('slug', $category, 'category');
$user = get_user_by('slug', $author);
$content = file_get_contents($file);
if (!$term || !$user || $content === false) { fwrite(STDERR, "no such category, author or file\n"); exit(1); }
$old = get_page_by_path($slug, OBJECT, 'post');
$id = wp_insert_post(['ID' => $old ? $old->ID : 0, 'post_title' => $title, 'post_name' => $slug, 'post_content' => $content,
  'post_status' => 'publish', 'post_author' => $user->ID, 'post_date' => $date, 'post_date_gmt' => get_gmt_from_date($date),
  'post_category' => [(int) $term->term_id], 'comment_status' => 'closed', 'ping_status' => 'closed'], true);
if (is_wp_error($id)) { fwrite(STDERR, $id->get_error_message() . "\n"); exit(1); }
echo get_permalink($id), "\n";
