<?php
/* Posts many articles: php wordpress-bulk.php FILE, a JSON object a line: title, slug, date, content, tags,
   category {name, slug}, author {name, slug}. Prints their addresses, one a line, in order. */
require __DIR__ . '/wordpress-load.php';
if ($argc !== 2) { fwrite(STDERR, "usage: wordpress-bulk.php FILE\n"); exit(2); }

function bulk_category($category) {
  $known = get_term_by('slug', $category['slug'], 'category');
  return (int) ($known ? $known->term_id : wp_insert_term($category['name'], 'category', ['slug' => $category['slug']])['term_id']);
}
function bulk_author($author) {
  $known = get_user_by('slug', $author['slug']);
  return (int) ($known ? $known->ID : wp_insert_user(['user_login' => $author['slug'], 'user_nicename' => $author['slug'],
    'display_name' => $author['name'], 'user_pass' => wp_generate_password(), 'user_email' => $author['slug'] . '@example.invalid', 'role' => 'author']));
}
foreach (file($argv[1]) as $line) {
  $post = json_decode($line, true);
  $old = get_page_by_path($post['slug'], OBJECT, 'post');
  // WordPress takes the backslashes off whatever it is handed.
  $id = wp_insert_post(wp_slash(['ID' => $old ? $old->ID : 0, 'post_title' => $post['title'], 'post_name' => $post['slug'],
    'post_content' => $post['content'], 'post_status' => 'publish', 'post_author' => bulk_author($post['author']),
    'post_date' => $post['date'], 'post_date_gmt' => get_gmt_from_date($post['date']), 'post_category' => [bulk_category($post['category'])],
    'tags_input' => $post['tags'], 'comment_status' => 'closed', 'ping_status' => 'closed']), true);
  if (is_wp_error($id)) { fwrite(STDERR, $id->get_error_message() . "\n"); exit(1); }
  echo get_permalink($id), "\n";
}
