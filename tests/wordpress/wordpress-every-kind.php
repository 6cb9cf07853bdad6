<?php
/* Posts COUNT made-up posts of every kind (plain, interview, gallery, captions, blocks, lists, several pages, raw
   shortcodes, Media ID blocks, empty, protected, private, future, two sections, links):
   php wordpress-every-kind.php COUNT. Prints how many of each kind. Idempotent: adds what is missing. */
require __DIR__ . '/wordpress-load.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
global $wpdb;
if ($argc !== 2) { fwrite(STDERR, "usage: wordpress-every-kind.php COUNT\n"); exit(2); }
$wpdb->query('SET autocommit = 0');   // a commit per statement took nine minutes for 2,000 posts
wp_defer_term_counting(true); wp_suspend_cache_addition(true);

function kind_term($name, $slug, $parent = 0) {
  $known = get_term_by('slug', $slug, 'category');
  return (int) ($known ? $known->term_id : wp_insert_term($name, 'category', ['slug' => $slug, 'parent' => $parent])['term_id']);
}
function kind_author($name, $slug) {
  $known = get_user_by('slug', $slug);
  return (int) ($known ? $known->ID : wp_insert_user(['user_login' => $slug, 'user_nicename' => $slug, 'display_name' => $name,
    'user_pass' => wp_generate_password(), 'user_email' => "$slug@example.invalid", 'role' => 'author']));
}
function kind_words($seed, $count) {   // the same words for the same seed
  static $words = ['ferry', 'quay', 'harbour', 'winter', 'clerk', 'market', 'council', 'engineer', 'bridge', 'river', 'school', 'lamp', 'ticket', 'storm', 'letter', 'garden', 'tower', 'road', 'budget', 'meeting'];
  $out = []; for ($i = 0; $i < $count; $i++) $out[] = $words[crc32("$seed-$i") % count($words)];
  return ucfirst(implode(' ', $out)) . '.';
}
function kind_paragraphs($seed, $count) {
  $out = ''; for ($i = 0; $i < $count; $i++) $out .= kind_words("$seed/$i", 40) . " The clerk’s “letter” of item $seed said so in part $i -- twice...\n\n";
  return $out;
}
$me = kind_term('Middle East', 'news-middle-east');
$sections = [$me, kind_term('Saudi Arabia', 'saudi-arabia', $me), kind_term('Opinion', 'opinion'), kind_term('Features & Culture', 'features'), kind_term('Interviews', 'interviews'), kind_term('Business', 'business')];
$authors = [kind_author('Omar Sample', 'omar-sample'), kind_author('Layla “Lulu” Test-Name', 'layla-test-name'), kind_author('Ann Example and Ben Sample', 'ann-example-and-ben-sample'), kind_author('Théo Naïve', 'theo-naive')];
$png = base64_decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==');
$pictures = [];
for ($i = 0; $i < 12; $i++) {
  $known = get_page_by_path("kind-picture-$i", OBJECT, 'attachment');
  if ($known) { $pictures[] = $known->ID; continue; }
  $rel = "2012/01/kind-picture-$i.png"; $file = WP_CONTENT_DIR . "/uploads/$rel"; wp_mkdir_p(dirname($file)); file_put_contents($file, $png);
  $at = wp_insert_attachment(['post_title' => "Kind picture $i", 'post_name' => "kind-picture-$i", 'post_excerpt' => $i % 4 ? "A quay in winter, number $i. (AFP Photo/Nobody)" : '', 'post_mime_type' => 'image/png', 'post_status' => 'inherit'], $file);
  wp_update_attachment_metadata($at, ['width' => 1, 'height' => 1, 'file' => $rel, 'sizes' => []]); $pictures[] = $at;
}
function kind_content($kind, $i, $pictures) {
  $p = $pictures[$i % count($pictures)]; $src = wp_get_attachment_url($p); $text = kind_paragraphs($i, 3 + $i % 4);
  switch ($kind) {
    case 'interview': return kind_paragraphs($i, 1) . "Asharq Al-Awsat: Why did the ferry stop?\n\nOmar Sample: Because of the winter storm, number $i.\n\nQ: Will it sail again?\n\nIt will, said the engineer, after the council meeting.\n\n" . $text;
    case 'gallery': return $text . '[gallery ids="' . implode(',', array_slice($pictures, $i % 8, 3)) . '"]' . "\n\n" . kind_paragraphs("$i-b", 1);
    case 'caption': return "[caption id=\"attachment_$p\" align=\"alignnone\" width=\"300\"]<img class=\"size-medium wp-image-$p\" src=\"$src\" alt=\"\" width=\"300\" height=\"200\" /> A caption of item $i (Reuters/Nobody)[/caption]\n\n$text";
    case 'figure': return "<!-- wp:image {\"id\":$p} -->\n<figure class=\"wp-block-image\"><img src=\"$src\" alt=\"\" class=\"wp-image-$p\"/><figcaption class=\"wp-element-caption\">Block caption of item $i.</figcaption></figure>\n<!-- /wp:image -->\n\n<!-- wp:paragraph -->\n<p>" . kind_words("fig$i", 60) . "</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:paragraph -->\n<p>" . kind_words("fig$i-2", 60) . "</p>\n<!-- /wp:paragraph -->";
    case 'list': return $text . "<ul><li>One ferry of item $i</li><li>Two lamps</li></ul>\n<blockquote>" . kind_words("q$i", 20) . "</blockquote>\n<h3>A crosshead of item $i</h3>\n" . kind_paragraphs("$i-c", 2);
    case 'paged': return $text . "<!--nextpage-->\n" . kind_paragraphs("$i-page2", 3) . "<!--nextpage-->\n" . kind_paragraphs("$i-page3", 2);
    case 'shortcode': return $text . "[old_plugin id=\"$i\" size=\"large\"]\n\n" . kind_paragraphs("$i-d", 1);
    case 'media-id': return "Media ID: 5528$i\nCaption: An old caption of item $i.\n\n$text";
    case 'links': return $text . "See <a href=\"/omar-sample/opinion/kind-1/\">the first letter</a> and <a href=\"https://example.org/$i\">a report</a>.\n\n" . '<em>Riyadh</em> – the <strong>bold</strong> quay.';
    case 'empty': return '';
    case 'dateline': return "Riyadh, Asharq Al-Awsat—" . kind_words("dl$i", 50) . "\n\n$text";
    case 'builder': return "[et_pb_section][et_pb_row][et_pb_column type=\"4_4\"][et_pb_text admin_label=\"Text\"]" . "\n$text" . "[/et_pb_text][/et_pb_column][/et_pb_row][/et_pb_section]";
    default: return $text;
  }
}
$usual = ['plain', 'interview', 'plain', 'gallery', 'caption', 'figure', 'list', 'links', 'dateline', 'media-id'];
$rare = [3 => 'paged', 57 => 'protected', 91 => 'private', 113 => 'future', 131 => 'shortcode', 149 => 'empty', 173 => 'builder'];
$counts = []; $first = strtotime('2005-09-19 07:00:00 UTC'); $span = strtotime('2017-10-17 07:00:00 UTC') - $first;
for ($i = 1; $i <= (int) $argv[1]; $i++) {
  $kind = $usual[$i % count($usual)];
  foreach ($rare as $step => $name) if ($i % ($step === 3 ? 83 : $step) === 0) $kind = $name;
  $counts[$kind] = ($counts[$kind] ?? 0) + 1;
  if (get_page_by_path("kind-$i", OBJECT, 'post')) continue;
  $date = gmdate('Y-m-d H:i:s', $first + intdiv($i, 2) * 2 * intdiv($span, (int) $argv[1]));   // pairs share a second
  if ($kind === 'future') $date = gmdate('Y-m-d H:i:s', time() + 86400 * (30 + $i));
  $id = wp_insert_post(wp_slash(['post_title' => ($i % 5 ? '' : 'Q & A: “') . 'Story ' . $i . ' of the ' . strtok(kind_words("t$i", 1), '.') . ($i % 5 ? '' : '”'), 'post_name' => "kind-$i",
    'post_content' => kind_content($kind, $i, $pictures), 'post_status' => in_array($kind, ['private', 'future']) ? $kind : 'publish', 'post_password' => $kind === 'protected' ? 'secret' : '',
    'post_author' => $authors[$i % 4], 'post_date' => $date, 'post_date_gmt' => get_gmt_from_date($date),
    'post_category' => $i % 7 ? [$sections[$i % 6]] : [$sections[$i % 6], $sections[($i + 2) % 6]],
    'tags_input' => $i % 3 ? ['quay', "tag number " . $i % 9] : [], 'comment_status' => 'closed', 'ping_status' => 'closed']), true);
  if (is_wp_error($id)) { fwrite(STDERR, $id->get_error_message() . "\n"); exit(1); }
  $wpdb->update($wpdb->posts, ['post_modified' => $date, 'post_modified_gmt' => get_gmt_from_date($date)], ['ID' => $id]);
  if ($i % 3 === 0) set_post_thumbnail($id, $pictures[$i % 12]);
}
wp_defer_term_counting(false);
$wpdb->query('COMMIT');
ksort($counts); echo json_encode($counts), "\n";
