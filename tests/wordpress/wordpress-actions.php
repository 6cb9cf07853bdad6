<?php
/* Does what an editor does, and prints what the database holds afterwards:
   php wordpress-actions.php ACTIONS.json
   An action is {"do": "add", "title", "slug", "category", "author", "date", "content"} or has the "id" of a post and
   "do": change (content, title), rename (slug), move (category), hide (status), protect (password), delete;
   or is {"do": "age"}, which moves all changes back by a day.
   Prints {"added": [ids], "posts": [{id, status, password, title, content, url}]} as JSON. */
require __DIR__ . '/wordpress-load.php';
$added = [];
function category($slug) { return [(int) get_term_by('slug', $slug, 'category')->term_id]; }
foreach (json_decode(file_get_contents($argv[1]), true) as $a) {
  $id = $a['id'] ?? 0;
  switch ($a['do']) {
    case 'add': $done = wp_insert_post(['post_title' => $a['title'], 'post_name' => $a['slug'], 'post_content' => $a['content'],
        'post_status' => 'publish', 'post_author' => get_user_by('slug', $a['author'])->ID, 'post_date' => $a['date'],
        'post_date_gmt' => get_gmt_from_date($a['date']), 'post_category' => category($a['category'])], true); $added[] = $done; break;
    case 'change': $done = wp_update_post(array_filter(['ID' => $id, 'post_content' => $a['content'] ?? null, 'post_title' => $a['title'] ?? null]), true); break;
    case 'rename': $done = wp_update_post(['ID' => $id, 'post_name' => $a['slug']], true); break;
    case 'move': $done = wp_update_post(['ID' => $id, 'post_category' => category($a['category'])], true); break;
    case 'hide': $done = wp_update_post(['ID' => $id, 'post_status' => $a['status']], true); break;
    case 'protect': $done = wp_update_post(['ID' => $id, 'post_password' => $a['password']], true); break;
    case 'delete': $done = wp_delete_post($id, true) ? $id : 0; break;
    case 'age': $done = false !== $wpdb->query("UPDATE $wpdb->posts SET post_modified = post_modified - INTERVAL 1 DAY, post_modified_gmt = post_modified_gmt - INTERVAL 1 DAY"); break;
    default: $done = 0;
  }
  if (is_wp_error($done) || !$done) { fwrite(STDERR, json_encode($a) . ' failed: ' . (is_wp_error($done) ? $done->get_error_message() : '') . "\n"); exit(1); }
}
$posts = [];
foreach (get_posts(['numberposts' => -1, 'post_status' => ['publish', 'private'], 'orderby' => 'ID', 'order' => 'ASC', 'suppress_filters' => true]) as $p)
  $posts[] = ['id' => $p->ID, 'status' => $p->post_status, 'password' => $p->post_password, 'title' => $p->post_title, 'content' => $p->post_content, 'url' => get_permalink($p)];
echo json_encode(['added' => $added, 'posts' => $posts]), "\n";
