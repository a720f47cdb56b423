"""Closed lists that values are checked against: provinces in identity numbers, the peoples of the country."""

_PROVINCE_CODES = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 "
    "040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 "
    "083 084 086 087 089 091 092 093 094 095 096"
)
PROVINCES = frozenset(_PROVINCE_CODES.split())
"""Codes of the 63 provinces in identity numbers (TT 59/2021/TT-BCA)."""


PEOPLES = (
    "Kinh", "Tày", "Thái", "Mường", "Khmer", "Khơ-me", "Hoa", "Nùng", "Mông", "H'Mông", "Hmông", "Dao", "Gia Rai",
    "Ê Đê", "Ba Na", "Sán Chay", "Sán Dìu", "Chăm", "Cơ Ho", "Xơ Đăng", "Hrê", "Raglai", "Ra Glai", "Mnông", "Thổ",
    "Xtiêng", "Khơ Mú", "Bru Vân Kiều", "Cơ Tu", "Giáy", "Tà Ôi", "Mạ", "Giẻ Triêng", "Co", "Chơ Ro", "Xinh Mun",
    "Hà Nhì", "Chu Ru", "Lào", "Kháng", "La Chí", "Phù Lá", "La Hủ", "La Ha", "Pà Thẻn", "Chứt", "Lự", "Lô Lô",
    "Mảng", "Cờ Lao", "Bố Y", "Cống", "Ngái", "Si La", "Pu Péo", "Rơ Măm", "Brâu", "Ơ Đu", "Cao Lan",
)  # fmt: skip
"""The peoples of Viet Nam (QĐ 121-TCTK/PPCĐ/1979) in the spellings that papers use."""
